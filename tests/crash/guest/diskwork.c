/*
 * Uses a disk that fails sooner or later: diskwork DEVICE. Says of each call how it ended. The disk has a file, big,
 * and a program, tool. Whatever fails, this program gets to its end.
 */
#include <user.h>

static char data[60000];

static int say(const char *what, long ret)
{
	printf("%s: %s\n", what, ret < 0 ? strerror(errno) : "done");
	return (int)ret;
}

static void read_all(void)
{
	int fd = say("open", open("/mnt/big", O_RDONLY));
	long n;

	if (fd < 0)
		return;
	while ((n = read(fd, data, sizeof(data))) > 0)
		;
	say("read", n);
	close(fd);
}

static void run_tool(void)
{
	char *argv[] = { "tool", NULL };
	pid_t pid = fork();
	int word;

	if (!pid) {
		execv("/mnt/tool", argv);
		say("exec", -1);
		_exit(1);
	}
	waitpid(pid, &word, 0);
}

static void write_and_sync(const char *name)
{
	int fd = say("create", open(name, O_CREAT | O_RDWR, 0644));

	if (fd < 0)
		return;
	memset(data, 'n', sizeof(data));
	say("write", write(fd, data, sizeof(data)));
	say("fsync", fsync(fd));
	close(fd);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	mkdir("/mnt", 0755);
	if (!say("mount", mount(argv[1], "/mnt", "dittofs", 0, NULL))) {
		read_all();
		run_tool();
		write_and_sync("/mnt/first");
		say("mkdir", mkdir("/mnt/dir", 0755));
		say("rename", renameat2(AT_FDCWD, "/mnt/first", AT_FDCWD, "/mnt/dir/first", 0));
		sync();
		write_and_sync("/mnt/second");
		say("unlink", unlink("/mnt/second"));
		say("umount", umount2("/mnt", 0));
	}
	printf("to the end\n");
	return 0;
}
