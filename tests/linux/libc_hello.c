/* A program of glibc's, linked statically: its start code, malloc, stdio and fork work. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *big = malloc(1 << 20), *small = malloc(40);
	int status = -1;
	pid_t pid;

	if (!big || !small)
		return 1;
	memset(big, 'x', 1 << 20);
	snprintf(small, 40, "%s %d %.2f", "hello", argc, 2.5);
	puts(small);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		memset(big, 'y', 1 << 20);
		printf("child of %d\n", getppid() > 0);
		exit(9);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 9) {
		printf("waitpid: status %#x\n", status);
		return 1;
	}
	if (big[0] != 'x' || big[(1 << 20) - 1] != 'x')
		return 2;
	free(big);
	free(small);
	return strcmp(argv[0] + strlen(argv[0]) - 5, "hello") ? 3 : 0;
}
