/* wait4 gives the child's page faults and switches: one minor fault for each page it touched. */

#include "test.h"

int main(void)
{
	struct rusage usage;
	struct rusage all;
	int status;
	pid_t pid = fork_or_fail();

	if (pid == 0) {
		char *p = new_pages(100);

		for (int i = 0; i < 100; i++)
			p[i * PAGE_SIZE] = 1;
		for (int i = 0; i < 5; i++)
			msleep(1);
		_exit(0);
	}
	memset(&usage, 0xff, sizeof(usage));
	CHECK_EQ(wait4(pid, &status, 0, &usage), pid);
	CHECK_EQ(status, 0);
	CHECK(usage.ru_minflt >= 100);
	CHECK(usage.ru_minflt < 400);
	CHECK(usage.ru_nvcsw >= 5);
	CHECK(usage.ru_nivcsw >= 0);
	CHECK(usage.ru_majflt >= 0);
	CHECK_OK(getrusage(RUSAGE_CHILDREN, &all));
	CHECK(all.ru_minflt >= usage.ru_minflt);
	return 0;
}
