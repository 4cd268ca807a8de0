/* After munmap no CPU may use the old translation: a thread that keeps storing there dies by SIGSEGV. */

#include "counting_thread.h"

int main(void)
{
	for (int i = 0; i < 10; i++) {
		pid_t thread = counting_thread();
		char *other;

		CHECK_OK(munmap((void *)counter, PAGE_SIZE));
		wait_code(thread, 128 + SIGSEGV);
		other = new_pages(1);
		CHECK_EQ(other[0], 0);
	}
	return 0;
}
