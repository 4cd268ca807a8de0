/* A page that a child never wrote is shared on with a grandchild; parent, child and grandchild stay apart. */

#include "test.h"

int main(void)
{
	char *p = new_pages(1);
	pid_t pid;

	p[0] = 'p';
	pid = fork_or_fail();
	if (pid == 0) {
		pid_t grandchild = fork_or_fail();

		if (grandchild == 0) {
			CHECK_EQ(p[0], 'p');
			p[0] = 'g';
			_exit(0);
		}
		wait_ok(grandchild);
		CHECK_EQ(p[0], 'p');
		p[0] = 'c';
		_exit(0);
	}
	wait_ok(pid);
	CHECK_EQ(p[0], 'p');
	p[0] = 'q';
	return 0;
}
