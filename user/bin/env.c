/* env [NAME=VALUE...] [COMMAND ARG...]: run a command with more variables, or print them all. */

#include <user.h>

int main(int argc, char **argv)
{
	size_t have = 0, n;
	char **env;
	int i = 1;

	while (environ[have])
		have++;
	env = calloc(have + (size_t)argc + 1, sizeof(*env));
	if (!env)
		die("environment");
	memcpy(env, environ, have * sizeof(*env));
	for (; i < argc && strchr(argv[i], '='); i++) {
		size_t len = strcspn(argv[i], "=") + 1;

		for (n = 0; n < have && strncmp(env[n], argv[i], len) != 0; n++)
			;
		env[n] = argv[i];
		have += n == have;
	}
	environ = env;
	if (i == argc) {
		for (n = 0; env[n]; n++)
			puts(env[n]);
		return 0;
	}
	execvp(argv[i], argv + i);
	warn("%s", argv[i]);
	return errno == ENOENT ? 127 : 126;
}
