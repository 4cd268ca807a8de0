/* AT_HWCAP: the feature bits of CPUID leaf 1, register edx (Intel SDM volume 2A, CPUID). */
#ifndef ASM_ELF_H
#define ASM_ELF_H

extern unsigned long cpu_features; /* setup.c: CPUID leaf 1, edx */
#define CPU_APIC 0x200

#define ELF_HWCAP cpu_features

#endif
