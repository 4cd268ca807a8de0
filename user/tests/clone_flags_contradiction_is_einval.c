/* Flags that contradict each other are EINVAL, and no child appears. */

#include "test.h"

static int nothing(void *arg)
{
	return 0;
}

int main(void)
{
	static const int bad[] = {
		CLONE_SIGHAND, /* without CLONE_VM */
		CLONE_THREAD,  /* without CLONE_SIGHAND */
		CLONE_THREAD | CLONE_VM,
		CLONE_NEWNS | CLONE_FS,
		CLONE_VM | CLONE_NEWUSER | CLONE_FS,
	};
	char *stack = new_pages(4) + 4 * PAGE_SIZE;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK_ERR(clone(nothing, stack, bad[i] | SIGCHLD, NULL, NULL, NULL, NULL), EINVAL);
	CHECK_ERR(wait(NULL), ECHILD);
	return 0;
}
