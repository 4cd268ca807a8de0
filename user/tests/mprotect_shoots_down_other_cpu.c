/* After mprotect(PROT_READ) a thread on another CPU cannot store any more. */

#include "counting_thread.h"

int main(void)
{
	for (int i = 0; i < 10; i++) {
		pid_t thread = counting_thread();
		unsigned int now;

		CHECK_OK(mprotect((void *)counter, PAGE_SIZE, PROT_READ));
		now = *counter;
		for (int k = 0; k < 1000; k++)
			CHECK_EQ(*counter, now);
		wait_code(thread, 128 + SIGSEGV);
	}
	return 0;
}
