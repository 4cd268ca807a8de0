/*
 * Copies between kernel and user memory. Nothing needs to be opened for them: the kernel reaches user pages,
 * and CR0.WP makes its stores fault like the program's.
 *
 * An instruction that may fault lies in a range of the exception table; if the fault cannot be
 * resolved, the trap handler goes on at the range's fixup. A block copied by many loads and stores
 * leaves off in the middle then: its fixup does the same block again byte by byte, up to the byte that
 * faults, so the number of bytes not copied is exact.
 *
 * Long copies go through SSE registers, kept on the stack meanwhile. A fault that sleeps is safe: switch_to()
 * exchanges them like the program's own.
 *
 * Addresses are linear ones: with MM=slots callers name offsets in a slot, and slots.c's
 * wrappers add the base. Nothing here makes a frame, and ebp is left alone, so a backtrace shows the caller.
 */
#include <arch/page.h>
#include <asm/ex_table.h>

#ifdef CONFIG_MM_SLOTS
#define raw_copy_user	       linear_copy_user
#define raw_clear_user	       linear_clear_user
#define raw_strncpy_from_user linear_strncpy_from_user
#define raw_cmpxchg_user       linear_cmpxchg_user
#endif

/* From so many bytes on the detour by SSE registers pays. */
#define LONG_COPY 256

.macro save_xmm
	subl	$128, %esp
	movups	%xmm0, (%esp)
	movups	%xmm1, 16(%esp)
	movups	%xmm2, 32(%esp)
	movups	%xmm3, 48(%esp)
	movups	%xmm4, 64(%esp)
	movups	%xmm5, 80(%esp)
	movups	%xmm6, 96(%esp)
	movups	%xmm7, 112(%esp)
.endm

.macro restore_xmm
	movups	(%esp), %xmm0
	movups	16(%esp), %xmm1
	movups	32(%esp), %xmm2
	movups	48(%esp), %xmm3
	movups	64(%esp), %xmm4
	movups	80(%esp), %xmm5
	movups	96(%esp), %xmm6
	movups	112(%esp), %xmm7
	addl	$128, %esp
.endm

	.section .text, "ax"

/*
 * size_t raw_copy_user(void *to, const void *from, size_t n)
 *
 * edi to, esi from, ecx what is left, edx bytes that are left behind the words or blocks.
 */
	.globl	raw_copy_user
raw_copy_user:
	pushl	%esi
	pushl	%edi
	movl	%edx, %esi
	movl	%eax, %edi
	cmpl	$LONG_COPY, %ecx
	jae	copy_long
copy_short:
	movl	%ecx, %edx
	shrl	$2, %ecx
	jz	1f
copy_words:
	rep movsl
copy_words_end:
1:	andl	$3, %edx
	jz	copy_done
	movl	%edx, %ecx
copy_bytes:
	rep movsb
copy_bytes_end:
copy_done:
	movl	%ecx, %eax
	popl	%edi
	popl	%esi
	ret

copy_words_failed:
	andl	$3, %edx
	leal	(%edx, %ecx, 4), %ecx
	jmp	copy_bytes

	/* Blocks of 256 bytes; ecx counts from minus their size up to 0. */
copy_long:
	save_xmm
	movl	%ecx, %edx
	andl	$~255, %ecx
	andl	$255, %edx
	addl	%ecx, %esi
	addl	%ecx, %edi
	negl	%ecx
copy_blocks:
	.set	offset, 0
	.rept	2
	movups	offset + 0(%esi, %ecx), %xmm0
	movups	offset + 16(%esi, %ecx), %xmm1
	movups	offset + 32(%esi, %ecx), %xmm2
	movups	offset + 48(%esi, %ecx), %xmm3
	movups	offset + 64(%esi, %ecx), %xmm4
	movups	offset + 80(%esi, %ecx), %xmm5
	movups	offset + 96(%esi, %ecx), %xmm6
	movups	offset + 112(%esi, %ecx), %xmm7
	movups	%xmm0, offset + 0(%edi, %ecx)
	movups	%xmm1, offset + 16(%edi, %ecx)
	movups	%xmm2, offset + 32(%edi, %ecx)
	movups	%xmm3, offset + 48(%edi, %ecx)
	movups	%xmm4, offset + 64(%edi, %ecx)
	movups	%xmm5, offset + 80(%edi, %ecx)
	movups	%xmm6, offset + 96(%edi, %ecx)
	movups	%xmm7, offset + 112(%edi, %ecx)
	.set	offset, offset + 128
	.endr
	addl	$256, %ecx
	jnz	copy_blocks
copy_blocks_end:
	restore_xmm
	movl	%edx, %ecx
	jmp	copy_short

copy_blocks_failed:
	restore_xmm
	addl	%ecx, %esi
	addl	%ecx, %edi
	subl	%ecx, %edx
	movl	%edx, %ecx
	jmp	copy_bytes
	ex_range copy_words, copy_words_end, copy_words_failed
	ex_range copy_bytes, copy_bytes_end, copy_done
	ex_range copy_blocks, copy_blocks_end, copy_blocks_failed

/* size_t raw_clear_user(void *to, size_t n): edi to, ecx what is left, edx bytes behind the words. */
	.globl	raw_clear_user
raw_clear_user:
	pushl	%edi
	movl	%eax, %edi
	movl	%edx, %ecx
	xorl	%eax, %eax
	cmpl	$128, %ecx
	jae	clear_long
clear_short:
	movl	%ecx, %edx
	shrl	$2, %ecx
clear_words:
	rep stosl
clear_words_end:
	movl	%edx, %ecx
	andl	$3, %ecx
clear_bytes:
	rep stosb
clear_bytes_end:
	movl	%ecx, %eax
	popl	%edi
	ret

clear_words_failed:
	andl	$3, %edx
	leal	(%edx, %ecx, 4), %ecx
	jmp	clear_bytes

clear_long:
	subl	$16, %esp
	movups	%xmm0, (%esp)
	xorps	%xmm0, %xmm0
	movl	%ecx, %edx
	andl	$~63, %ecx
	andl	$63, %edx
	addl	%ecx, %edi
	negl	%ecx
clear_blocks:
	movups	%xmm0, (%edi, %ecx)
	movups	%xmm0, 16(%edi, %ecx)
	movups	%xmm0, 32(%edi, %ecx)
	movups	%xmm0, 48(%edi, %ecx)
	addl	$64, %ecx
	jnz	clear_blocks
clear_blocks_end:
	movups	(%esp), %xmm0
	addl	$16, %esp
	movl	%edx, %ecx
	jmp	clear_short

clear_blocks_failed:
	movups	(%esp), %xmm0
	addl	$16, %esp
	addl	%ecx, %edi
	subl	%ecx, %edx
	movl	%edx, %ecx
	jmp	clear_bytes
	ex_range clear_words, clear_words_end, clear_words_failed
	ex_range clear_bytes, clear_bytes_end, clear_bytes_end
	ex_range clear_blocks, clear_blocks_end, clear_blocks_failed

/* long raw_strncpy_from_user(char *to, const char *from, size_t size): edi to, esi from. */
	.globl	raw_strncpy_from_user
raw_strncpy_from_user:
	pushl	%esi
	pushl	%edi
	movl	%edx, %esi
	movl	%eax, %edi
	movl	%eax, %edx
	addl	%eax, %ecx
	cmpl	%ecx, %edi
	je	2f
str_start:
1:	movb	(%esi), %al
str_end:
	incl	%esi
	movb	%al, (%edi)
	testb	%al, %al
	jz	3f
	incl	%edi
	cmpl	%ecx, %edi
	jne	1b
2:	movl	$-36, %eax		/* -ENAMETOOLONG */
	jmp	4f
3:	movl	%edi, %eax
	subl	%edx, %eax
4:	popl	%edi
	popl	%esi
	ret
str_failed:
	movl	$-14, %eax		/* -EFAULT */
	jmp	4b
	ex_range str_start, str_end, str_failed

/* int raw_cmpxchg_user(u32 *uaddr, u32 expect, u32 new_value, u32 *old); old is on the stack. */
	.globl	raw_cmpxchg_user
raw_cmpxchg_user:
	pushl	%ebx
	movl	%eax, %ebx
	movl	%edx, %eax
cmpxchg_start:
	lock
	cmpxchgl %ecx, (%ebx)
cmpxchg_end:
	movl	8(%esp), %edx
	movl	%eax, (%edx)
	xorl	%eax, %eax
	popl	%ebx
	ret
cmpxchg_failed:
	movl	$-14, %eax		/* -EFAULT */
	popl	%ebx
	ret
	ex_range cmpxchg_start, cmpxchg_end, cmpxchg_failed

