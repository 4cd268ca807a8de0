/* Signal calls of the time when there were 32 signals, and a set of them was a long. */
#include <abi/i386/old_calls.h>
#include <arch/syscalls.h>
#include <kernel/err.h>
#include <kernel/signal.h>
#include <kernel/task.h>
#include <kernel/uaccess.h>

long sys_ia32_sigaction(int sig, const struct old_sigaction __user *new, struct old_sigaction __user *old)
{
	struct sigaction action, before;
	struct old_sigaction u;
	int err;

	if (new) {
		if (copy_from_user(&u, new, sizeof(u)))
			return -EFAULT;
		action = (struct sigaction){
			.sa_handler = u.sa_handler,
			.sa_flags = u.sa_flags,
			.sa_restorer = u.sa_restorer,
			.sa_mask.sig[0] = u.sa_mask,
		};
	}
	err = do_sigaction(sig, new ? &action : NULL, &before);
	if (err || !old)
		return err;
	u = (struct old_sigaction){ before.sa_handler, before.sa_mask.sig[0], before.sa_flags, before.sa_restorer };
	return copy_to_user(old, &u, sizeof(u)) ? -EFAULT : 0;
}

/* A handler is good for one signal, and does not block it. */
long sys_ia32_signal(int sig, sighandler_t handler)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESETHAND | SA_NODEFER }, before;
	int err = do_sigaction(sig, &action, &before);

	return err ? err : (long)before.sa_handler;
}

long sys_ia32_sigprocmask(int how, const unsigned long __user *new, unsigned long __user *old)
{
	sigset_t before = current->blocked, set = { { 0 } };
	int err;

	if (new) {
		if (get_user(set.sig[0], new))
			return -EFAULT;
		if (how == SIG_SETMASK)
			set.sig[1] = before.sig[1];
		err = sigprocmask(how, &set);
		if (err)
			return err;
	}
	return old && put_user(before.sig[0], old) ? -EFAULT : 0;
}

long sys_ia32_sgetmask(void)
{
	return (long)current->blocked.sig[0];
}

long sys_ia32_ssetmask(unsigned long mask)
{
	sigset_t set = { { mask } };
	long before = (long)current->blocked.sig[0];

	set_current_blocked(&set);
	return before;
}
