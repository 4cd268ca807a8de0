/* Nearly 128 KiB of arguments pass, in one piece or in many. */

#include "test.h"

#define BYTES (120 * 1024)
#define MANY  3000

static int second(int argc, char **argv)
{
	if (strcmp(argv[1], "one") == 0) {
		CHECK_EQ(argc, 3);
		CHECK_EQ(strlen(argv[2]), BYTES);
		for (int i = 0; i < BYTES; i++)
			CHECK_EQ(argv[2][i], 'a' + i % 26);
		return 40;
	}
	CHECK_EQ(argc, MANY + 2);
	for (int i = 0; i < MANY; i++)
		CHECK_EQ(atoi(argv[i + 2]), i);
	return 41;
}

int main(int argc, char **argv)
{
	static char big[BYTES + 1], numbers[MANY][8];
	static char *again[MANY + 3];
	char *env[] = { NULL };
	pid_t pid;

	if (argc > 1)
		return second(argc, argv);
	for (int i = 0; i < BYTES; i++)
		big[i] = (char)('a' + i % 26);
	again[0] = argv[0];
	again[1] = "one";
	again[2] = big;
	pid = fork_or_fail();
	if (pid == 0) {
		execve(argv[0], again, env);
		_exit(errno);
	}
	wait_code(pid, 40);
	again[1] = "many";
	for (int i = 0; i < MANY; i++) {
		snprintf(numbers[i], sizeof(numbers[i]), "%d", i);
		again[i + 2] = numbers[i];
	}
	pid = fork_or_fail();
	if (pid == 0) {
		execve(argv[0], again, env);
		_exit(errno);
	}
	wait_code(pid, 41);
	return 0;
}
