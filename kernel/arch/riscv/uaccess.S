/*
 * Copies between kernel and user memory. SUM is set around them and nowhere else.
 *
 * An instruction that may fault lies in a range of the exception table; if the fault cannot be
 * resolved, the trap handler goes on at the range's fixup. A block copied by many loads and stores
 * leaves off in the middle then: its fixup does the same block again byte by byte, up to the byte that
 * faults, so the number of bytes not copied is exact.
 *
 * Nothing here makes a frame, and s0 is left alone, so a backtrace shows the caller.
 */
#include <asm/csr.h>

.macro ex_range start, end, fixup
	.pushsection __ex_table, "a"
	.balign	8
	.dword	\start, \end, \fixup
	.popsection
.endm

	.section .text, "ax"

/*
 * size_t raw_copy_user(void *to, const void *from, size_t n)
 *
 * a0 to, a1 from, a3 end of to; t6 SUM throughout.
 */
	.globl	raw_copy_user
raw_copy_user:
	li	t6, SR_SUM
	add	a3, a0, a2
	csrs	sstatus, t6
	li	t0, 16
	bltu	a2, t0, copy_small
	xor	t1, a0, a1
	andi	t1, t1, 7
	bnez	t1, copy_shifted

	/* to and from become aligned together. */
copy_start:
	andi	t1, a0, 7
	beqz	t1, copy_aligned
1:	lb	t1, 0(a1)
	sb	t1, 0(a0)
	addi	a1, a1, 1
	addi	a0, a0, 1
	andi	t1, a0, 7
	bnez	t1, 1b
copy_aligned:
	addi	a4, a3, -128
	bgtu	a0, a4, copy_words
2:	ld	t0, 0(a1)
	ld	t1, 8(a1)
	ld	t2, 16(a1)
	ld	t3, 24(a1)
	ld	t4, 32(a1)
	ld	t5, 40(a1)
	ld	a5, 48(a1)
	ld	a6, 56(a1)
	sd	t0, 0(a0)
	sd	t1, 8(a0)
	sd	t2, 16(a0)
	sd	t3, 24(a0)
	sd	t4, 32(a0)
	sd	t5, 40(a0)
	sd	a5, 48(a0)
	sd	a6, 56(a0)
	ld	t0, 64(a1)
	ld	t1, 72(a1)
	ld	t2, 80(a1)
	ld	t3, 88(a1)
	ld	t4, 96(a1)
	ld	t5, 104(a1)
	ld	a5, 112(a1)
	ld	a6, 120(a1)
	sd	t0, 64(a0)
	sd	t1, 72(a0)
	sd	t2, 80(a0)
	sd	t3, 88(a0)
	sd	t4, 96(a0)
	sd	t5, 104(a0)
	sd	a5, 112(a0)
	sd	a6, 120(a0)
	addi	a1, a1, 128
	addi	a0, a0, 128
	bleu	a0, a4, 2b
copy_words:
	addi	a4, a3, -8
	bgtu	a0, a4, copy_bytes
3:	ld	t0, 0(a1)
	sd	t0, 0(a0)
	addi	a1, a1, 8
	addi	a0, a0, 8
	bleu	a0, a4, 3b
	j	copy_bytes

	/* Less than 16 bytes: an aligned word is worth a test. */
copy_small:
	beqz	a2, copy_done
	or	t1, a0, a1
	or	t1, t1, a2
	andi	t1, t1, 7
	beqz	t1, copy_words
	andi	t1, t1, 3
	bnez	t1, copy_bytes
copy_halves:
	lw	t0, 0(a1)
	sw	t0, 0(a0)
	addi	a1, a1, 4
	addi	a0, a0, 4
	bltu	a0, a3, copy_halves
	j	copy_done

	/*
	 * to and from are never aligned together: align to, load aligned words of from and put
	 * two neighbours together. A word that holds a byte of from lies in the same page as the byte.
	 */
copy_shifted:
	andi	t1, a0, 7
	beqz	t1, 5f
4:	lb	t1, 0(a1)
	sb	t1, 0(a0)
	addi	a1, a1, 1
	addi	a0, a0, 1
	andi	t1, a0, 7
	bnez	t1, 4b
5:	andi	t2, a1, 7		/* bytes of the first word that are not ours */
	sub	a5, a1, t2
	slli	t3, t2, 3
	neg	t4, t3			/* modulo 64: what the shifts look at */
	addi	a4, a3, -16		/* so the second word is never read past the end's */
	bgtu	a0, a4, copy_bytes
	ld	t0, 0(a5)
6:	ld	t1, 8(a5)
	addi	a5, a5, 8
	srl	t0, t0, t3
	sll	t5, t1, t4
	or	t0, t0, t5
	sd	t0, 0(a0)
	addi	a0, a0, 8
	addi	a1, a1, 8
	mv	t0, t1
	bleu	a0, a4, 6b
copy_fast_end:

copy_bytes:
	bgeu	a0, a3, copy_done
7:	lb	t0, 0(a1)
	sb	t0, 0(a0)
	addi	a1, a1, 1
	addi	a0, a0, 1
	bltu	a0, a3, 7b
copy_done:
	csrc	sstatus, t6
	sub	a0, a3, a0
	ret
	ex_range copy_start, copy_fast_end, copy_bytes
	ex_range copy_bytes, copy_done, copy_done

/* size_t raw_clear_user(void *to, size_t n): a0 to, a3 its end. */
	.globl	raw_clear_user
raw_clear_user:
	li	t6, SR_SUM
	add	a3, a0, a1
	csrs	sstatus, t6
	li	t0, 16
	bltu	a1, t0, clear_bytes
clear_start:
	andi	t1, a0, 7
	beqz	t1, 2f
1:	sb	zero, 0(a0)
	addi	a0, a0, 1
	andi	t1, a0, 7
	bnez	t1, 1b
2:	addi	a4, a3, -64
	bgtu	a0, a4, 4f
3:	sd	zero, 0(a0)
	sd	zero, 8(a0)
	sd	zero, 16(a0)
	sd	zero, 24(a0)
	sd	zero, 32(a0)
	sd	zero, 40(a0)
	sd	zero, 48(a0)
	sd	zero, 56(a0)
	addi	a0, a0, 64
	bleu	a0, a4, 3b
4:	addi	a4, a3, -8
	bgtu	a0, a4, clear_bytes
5:	sd	zero, 0(a0)
	addi	a0, a0, 8
	bleu	a0, a4, 5b
clear_fast_end:

clear_bytes:
	bgeu	a0, a3, clear_done
6:	sb	zero, 0(a0)
	addi	a0, a0, 1
	bltu	a0, a3, 6b
clear_done:
	csrc	sstatus, t6
	sub	a0, a3, a0
	ret
	ex_range clear_start, clear_fast_end, clear_bytes
	ex_range clear_bytes, clear_done, clear_done

/* long raw_strncpy_from_user(char *to, const char *from, size_t size) */
	.globl	raw_strncpy_from_user
raw_strncpy_from_user:
	li	t6, SR_SUM
	csrs	sstatus, t6
	mv	t1, a0
	add	t2, a0, a2
	beq	t1, t2, 2f
str_start:
1:	lbu	t0, 0(a1)
str_end:
	addi	a1, a1, 1
	sb	t0, 0(t1)
	beqz	t0, 3f
	addi	t1, t1, 1
	bne	t1, t2, 1b
2:	csrc	sstatus, t6
	li	a0, -36			/* -ENAMETOOLONG */
	ret
3:	csrc	sstatus, t6
	sub	a0, t1, a0
	ret
	ex_range str_start, str_end, fail_efault

/* int raw_cmpxchg_user(u32 *uaddr, u32 expect, u32 new_value, u32 *old) */
	.globl	raw_cmpxchg_user
raw_cmpxchg_user:
	li	t6, SR_SUM
	csrs	sstatus, t6
	sext.w	a1, a1
cmpxchg_start:
1:	lr.w.aqrl t0, (a0)
	bne	t0, a1, 2f
	sc.w.rl	t1, a2, (a0)
	bnez	t1, 1b
cmpxchg_end:
2:	csrc	sstatus, t6
	sw	t0, 0(a3)
	li	a0, 0
	ret
	ex_range cmpxchg_start, cmpxchg_end, fail_efault

fail_efault:
	csrc	sstatus, t6
	li	a0, -14			/* -EFAULT */
	ret

/* bool try_write_stimecmp(unsigned long value): an illegal instruction if we may not. */
	.globl	try_write_stimecmp
try_write_stimecmp:
	csrw	CSR_STIMECMP, a0
	li	a0, 1
	ret
try_failed:
	li	a0, 0
	ret
	ex_range try_write_stimecmp, try_write_stimecmp + 4, try_failed
