/* AT_HWCAP: one bit for each single-letter extension that user mode may use. */
#ifndef ASM_ELF_H
#define ASM_ELF_H

#define HWCAP_ISA(letter) (1ul << ((letter) - 'a'))

#define ELF_HWCAP                                                            \
	(HWCAP_ISA('i') | HWCAP_ISA('m') | HWCAP_ISA('a') | HWCAP_ISA('f') | \
	 HWCAP_ISA('d') | HWCAP_ISA('c'))

#endif
