/*
 * Who called whom. With frame pointers, s0 holds the stack pointer that the function was entered
 * with; below it lie
 *
 *	s0 - 8	 the return address		or, in a function that calls no other,
 *	s0 - 16	 the caller's s0		s0 - 8	 the caller's s0
 *
 * An address into the stack at s0 - 8 tells the second kind. trap_entry.S makes a trap look like a
 * call.
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
	bool overflowed = same_stack(low - 8, (unsigned long)emergency_stack);

	if (fp % 8 || !kernel_stack_mapped(fp - 16) || !kernel_stack_mapped(fp - 8))
		return false;
	return same_stack(fp - 8, low) ? fp > low : overflowed;
}

unsigned int arch_backtrace(unsigned long fp, unsigned long *pcs, unsigned int max)
{
	unsigned long low = fp - 16;
	unsigned int n = 0;

	while (n < max && valid_frame(fp, low)) {
		const unsigned long *frame = (const unsigned long *)fp;

		low = fp;
		if (valid_frame(frame[-1], low)) {
			fp = frame[-1];
		} else {
			if (!frame[-1])
				break;
			pcs[n++] = frame[-1];
			fp = frame[-2];
		}
	}
	return n;
}

unsigned long task_frame_pointer(const struct task_struct *tsk)
{
	return tsk->thread.s[0];
}
