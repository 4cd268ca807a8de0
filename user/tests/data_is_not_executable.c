/* Memory without PROT_EXEC cannot be executed. */

#include "test.h"

int main(void)
{
	char *p = new_pages(1);
	pid_t pid;

#ifdef __i386__
	SKIP("without PAE, pages have no right to be executed that could be withheld");
#endif
	pid = fork_or_fail();
	if (pid == 0) {
		memcpy(p, (void *)(uintptr_t)main, 64);
		((void (*)(void))(uintptr_t)p)();
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
	return 0;
}
