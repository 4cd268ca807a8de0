/*
 * Who called whom. With frame pointers, ebp holds the address of two words: the caller's ebp, and above it
 * the return address. trap_entry.S makes a trap from the kernel look like a call.
 */
#include <arch/boot.h>
#include <arch/page.h>
#include <arch/trap.h>
#include <kernel/task.h>

static bool same_stack(unsigned long a, unsigned long b)
{
	return ALIGN_DOWN(a, KSTACK_ALIGN) == ALIGN_DOWN(b, KSTACK_ALIGN);
}

/* Can fp be the frame of the caller of a function whose frame is at low? */
static bool valid_frame(unsigned long fp, unsigned long low)
{
	bool overflowed = same_stack(low, (unsigned long)emergency_stack);

	if (fp % 4 || !kernel_stack_mapped(fp) || !kernel_stack_mapped(fp + 4))
		return false;
	return same_stack(fp, low) ? fp > low : overflowed;
}

unsigned int arch_backtrace(unsigned long fp, unsigned long *pcs, unsigned int max)
{
	unsigned long low = fp - 4;
	unsigned int n = 0;

	while (n < max && valid_frame(fp, low)) {
		const unsigned long *frame = (const unsigned long *)fp;

		if (!frame[1])
			break;
		pcs[n++] = frame[1];
		low = fp;
		fp = frame[0];
	}
	return n;
}

unsigned long arch_frame_pointer(void)
{
	return (unsigned long)__builtin_frame_address(0);
}

/* switch_to() pushed ebp first. */
unsigned long task_frame_pointer(const struct task_struct *tsk)
{
	return ((const unsigned long *)tsk->thread.sp)[3];
}
