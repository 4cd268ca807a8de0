/*
 * Two threads that wait for the same children do not both get one. (Children belong to the task that made
 * them; each of these has its own.)
 */

#include "test.h"

static int parent(void *arg)
{
	for (int i = 0; i < 50; i++) {
		int word;
		pid_t pid = fork();

		if (pid == 0)
			_exit(3);
		if (pid < 0 || waitpid(-1, &word, 0) != pid || word != 3 << 8)
			return 1;
	}
	return 0;
}

int main(void)
{
	pid_t a = thread_start(parent, NULL), b = thread_start(parent, NULL);

	wait_code(a, 0);
	wait_code(b, 0);
	return 0;
}
