/*
 * wait4 by pid takes that child and leaves the others; a pid that is no child is ECHILD, an unknown option
 * EINVAL, a bad status pointer EFAULT.
 */

#include "test.h"

int main(void)
{
	pid_t a = fork_or_fail(), b;

	if (a == 0)
		_exit(1);
	b = fork_or_fail();
	if (b == 0)
		_exit(2);
	CHECK_ERR(waitpid(getpid(), NULL, 0), ECHILD);
	CHECK_ERR(waitpid(1, NULL, 0), ECHILD);
	CHECK_ERR(waitpid(-1, NULL, 0x10000), EINVAL);
	CHECK_EQ(wait_word(b), 2 << 8);
	CHECK_ERR(waitpid(b, NULL, 0), ECHILD);
	CHECK_ERR(wait4(a, (int *)16, 0, NULL), EFAULT);
	CHECK_ERR(waitpid(-1, NULL, 0), ECHILD);
	return 0;
}
