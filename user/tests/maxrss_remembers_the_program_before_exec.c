/* ru_maxrss is the most memory that a process ever had, not only what its last program had. */

#include "test.h"

#define PAGES 1024

int main(void)
{
	struct rusage ru;
	pid_t pid = fork_or_fail();
	int word;

	if (pid == 0) {
		char *argv[] = { "true", NULL };

		memset(new_pages(PAGES), 1, PAGES * PAGE_SIZE);
		execv("/bin/true", argv);
		_exit(1);
	}
	CHECK_EQ(wait4(pid, &word, 0, &ru), pid);
	CHECK_EQ(word, 0);
	CHECK(ru.ru_maxrss >= PAGES * (PAGE_SIZE / 1024));
	return 0;
}
