/* read() into a read-only area is EFAULT, also when the page is shared: the kernel's stores obey the area. */

#include "test.h"

int main(void)
{
	char *p = new_pages(1);
	int zero = (int)CHECK_OK(open("/dev/zero", O_RDONLY));
	pid_t pid;

	p[0] = 'p';
	CHECK_OK(mprotect(p, PAGE_SIZE, PROT_READ));
	pid = fork_or_fail();
	CHECK_ERR(read(zero, p, 16), EFAULT);
	CHECK_EQ(p[0], 'p');
	if (pid == 0)
		_exit(0);
	wait_ok(pid);
	CHECK_ERR(read(zero, (void *)(uintptr_t)main, 16), EFAULT);
	return 0;
}
