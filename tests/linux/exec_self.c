/* execve: arguments, environment and the auxiliary vector arrive as Linux lays them out; failures leave the caller alone. */
#include "raw.h"

#define AT_NULL	  0
#define AT_PHDR	  3
#define AT_PAGESZ 6
#define AT_ENTRY  9
#define AT_RANDOM 25
#define AT_EXECFN 31

static int equal(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static unsigned long aux(unsigned long *auxv, unsigned long type)
{
	for (; auxv[0] != AT_NULL; auxv += 2)
		if (auxv[0] == type)
			return auxv[1];
	return 0;
}

static int second_life(int argc, char **argv, char **envp, unsigned long *auxv)
{
	extern char _start[];

	expect(argc, 4);
	expect_true(equal(argv[1], "again"));
	expect_true(equal(argv[2], ""));
	expect_true(equal(argv[3], "with a blank"));
	expect(argv[4], 0);
	expect_true(envp[0] && equal(envp[0], "NAME=value"));
	expect(envp[1], 0);
	expect(aux(auxv, AT_PAGESZ), 4096);
	expect(aux(auxv, AT_ENTRY), _start);
	expect_true(aux(auxv, AT_RANDOM) != 0);
	expect_true(aux(auxv, AT_PHDR) != 0);
	expect_true(((unsigned long)&argv[-1] & 15) == 0);
	return failures ? 1 : 77;
}

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	char *again[] = { argv[0], "again", "", "with a blank", NULL };
	char *environment[] = { "NAME=value", NULL };
	static const char garbage[] = "this is no program";
	long pid, fd;

	if (argc > 1 && equal(argv[1], "again"))
		return second_life(argc, argv, envp, auxv);

	expect(sys3(__NR_execve, "/no/such/file", again, environment), -ENOENT);
	expect(sys3(__NR_execve, (void *)8, again, environment), -EFAULT);
	expect(sys3(__NR_execve, argv[0], (void *)8, environment), -EFAULT);

	fd = sys4(__NR_openat, AT_FDCWD, "/tmp/garbage", 0101, 0755);
	expect_true(fd >= 0);
	sys3(__NR_write, fd, garbage, sizeof garbage - 1);
	sys1(__NR_close, fd);
	expect(sys3(__NR_execve, "/tmp/garbage", again, environment), -ENOEXEC);
	sys3(__NR_unlinkat, AT_FDCWD, "/tmp/garbage", 0);

	pid = fork();
	if (!pid) {
		sys3(__NR_execve, argv[0], again, environment);
		leave(1);
	}
	expect(wait_for(pid), 77 << 8);
	return 0;
}
