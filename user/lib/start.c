/* The first C function of a program: takes the stack apart that execve laid out, and calls main. */

#include <user.h>

int main(int argc, char **argv);
void start_main(uintptr_t *stack) NORETURN;

int errno;
char **environ;
const char *progname = "?";

void start_main(uintptr_t *stack)
{
	int argc = (int)stack[0];
	char **argv = (char **)(stack + 1);

	environ = argv + argc + 1;
	if (argc > 0)
		progname = path_base(argv[0]);
	exit(main(argc, argv));
}

/* Nothing is buffered, so there is nothing to do first. */
void exit(int status)
{
	_exit(status);
}

void abort(void)
{
	signal(SIGABRT, SIG_DFL);
	kill(getpid(), SIGABRT);
	_exit(128 + SIGABRT);
}

char *getenv(const char *name)
{
	size_t n = strlen(name);

	for (char **e = environ; *e; e++)
		if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
			return *e + n + 1;
	return NULL;
}
