/*
 * Atomic access to 64 bits, by the names under which the compiler calls for it: cmpxchg8b is the one instruction
 * that does it without FP registers (Intel SDM volume 2A). The memory orders, the last arguments, are ignored: a
 * locked instruction has the strongest.
 */
	.section .text, "ax"

/* u64 __atomic_load_8(const void *p, int order): a word that is not what is there is not stored. */
	.globl	__atomic_load_8
__atomic_load_8:
	pushl	%ebx
	pushl	%esi
	movl	%eax, %esi
	movl	%ebx, %eax
	movl	%ecx, %edx
	lock
	cmpxchg8b (%esi)
	popl	%esi
	popl	%ebx
	ret

/* void __atomic_store_8(void *p, u64 value, int order): value in edx (low) and ecx. */
	.globl	__atomic_store_8
__atomic_store_8:
	pushl	%ebx
	pushl	%esi
	movl	%eax, %esi
	movl	%edx, %ebx
	movl	(%esi), %eax
	movl	4(%esi), %edx
1:	lock
	cmpxchg8b (%esi)
	jnz	1b
	popl	%esi
	popl	%ebx
	ret

/* bool __atomic_compare_exchange_8(void *p, u64 *expected, u64 desired, int success, int failure) */
	.globl	__atomic_compare_exchange_8
__atomic_compare_exchange_8:
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	%eax, %esi
	movl	%edx, %edi
	movl	16(%esp), %ebx
	movl	20(%esp), %ecx
	movl	(%edi), %eax
	movl	4(%edi), %edx
	lock
	cmpxchg8b (%esi)
	jz	1f
	movl	%eax, (%edi)
	movl	%edx, 4(%edi)
	xorl	%eax, %eax
	jmp	2f
1:	movl	$1, %eax
2:	popl	%edi
	popl	%esi
	popl	%ebx
	ret
