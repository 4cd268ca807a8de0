/* The exception table, as assembly fills it: a fault in [start, end) goes on at fixup (see trap.c). */
#ifndef ASM_EX_TABLE_H
#define ASM_EX_TABLE_H

#ifdef __ASSEMBLY__
/* clang-format off */

.macro ex_range start, end, fixup
	.pushsection __ex_table, "a"
	.balign	4
	.long	\start, \end, \fixup
	.popsection
.endm

/* clang-format on */
#endif
#endif
