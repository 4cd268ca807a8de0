/* After execve nothing of the old memory is there: data, bss, heap and stack are new. */

#include "test.h"

static int data = 5;
static int bss[5000];

int main(int argc, char **argv)
{
	char *again[] = { argv[0], "again", NULL };

	CHECK_EQ(data, 5);
	for (size_t i = 0; i < ARRAY_SIZE(bss); i++)
		CHECK_EQ(bss[i], 0);
	if (argc > 1)
		return 0;
	data = 6;
	memset(bss, 1, sizeof(bss));
	memset(sbrk(PAGE_SIZE), 1, PAGE_SIZE);
	execv(argv[0], again);
	FAIL("execve: expected not to come back, got %s", strerror(errno));
}
