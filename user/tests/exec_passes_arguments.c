/* argv, envp and the auxiliary vector arrive as Linux lays them out; the stack is aligned to 16. */

#include "test.h"
#include <abi/auxvec.h>

static uintptr_t auxv(uintptr_t tag)
{
	uintptr_t *p = (uintptr_t *)environ;

	while (*p)
		p++;
	for (p++; p[0] != AT_NULL; p += 2)
		if (p[0] == tag)
			return p[1];
	return 0;
}

static int second(int argc, char **argv)
{
	CHECK_EQ(argc, 4);
	CHECK(strcmp(argv[1], "again") == 0);
	CHECK(strcmp(argv[2], "") == 0);
	CHECK(strcmp(argv[3], "a b\n") == 0);
	CHECK(!argv[4]);
	CHECK(environ == argv + 5);
	CHECK(strcmp(environ[0], "ONE=1") == 0);
	CHECK(strcmp(environ[1], "TWO=") == 0);
	CHECK(!environ[2]);
	CHECK_EQ((uintptr_t)(argv - 1) % 16, 0);
	CHECK_EQ(auxv(AT_PAGESZ), PAGE_SIZE);
	CHECK(auxv(AT_RANDOM) != 0);
	CHECK(auxv(AT_PHDR) != 0);
	CHECK(auxv(AT_PHNUM) > 0);
	CHECK(auxv(AT_ENTRY) != 0);
	CHECK_EQ(auxv(AT_SECURE), 0);
	CHECK(auxv(AT_EXECFN) && strcmp((char *)auxv(AT_EXECFN), argv[0]) == 0);
	return 17;
}

int main(int argc, char **argv)
{
	char *again[] = { argv[0], "again", "", "a b\n", NULL };
	char *env[] = { "ONE=1", "TWO=", NULL };
	pid_t pid;

	if (argc > 1)
		return second(argc, argv);
	pid = fork_or_fail();
	if (pid == 0) {
		execve(argv[0], again, env);
		_exit(2);
	}
	wait_code(pid, 17);
	return 0;
}
