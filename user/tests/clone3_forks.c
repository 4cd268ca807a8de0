/* clone3 with an exit signal is a fork; sizes and unknown flags are checked. */

#include "test.h"

int main(void)
{
	struct clone_args args = { .exit_signal = SIGCHLD };
	long pid;

	CHECK_ERR(clone3(&args, 8), EINVAL);
	CHECK_ERR(clone3((void *)16, sizeof(args)), EFAULT);
	args.flags = SIGCHLD; /* the low byte has another meaning here */
	CHECK_ERR(clone3(&args, sizeof(args)), EINVAL);
	args.flags = 0;
	pid = CHECK_OK(clone3(&args, sizeof(args)));
	if (pid == 0)
		_exit(4);
	wait_code((pid_t)pid, 4);
	pid = CHECK_OK(clone3(&args, CLONE_ARGS_SIZE_VER0));
	if (pid == 0)
		_exit(5);
	wait_code((pid_t)pid, 5);
	return 0;
}
