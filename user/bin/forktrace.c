/*
 * forktrace COMMAND [ARG...]: run a command under the kernel's trace, then print the steps of fork, exec and
 * exit that it took: on which CPU, in which process, in which address space, and that space's counts.
 *
 * A line of /proc/trace, oldest first:
 *	SEQ cpu=N pid=N comm=NAME mm=ADDRESS|- users=N count=N FUNCTION [DETAIL...]
 * The address spaces get letters here, in the order of their appearance, and a function is indented under
 * the one that calls it.
 */

#include <user.h>

/* Who calls whom on the documented path: how deep a step stands. */
static const struct {
	const char *function;
	int depth;
} depths[] = {
	{ "sys_fork", 0 },
	{ "sys_vfork", 0 },
	{ "sys_clone", 0 },
	{ "sys_clone3", 0 },
	{ "do_fork", 1 },
	{ "copy_process", 2 },
	{ "dup_task_struct", 3 },
	{ "copy_files", 3 },
	{ "copy_fs", 3 },
	{ "copy_sighand", 3 },
	{ "copy_mm", 3 },
	{ "dup_mm", 4 },
	{ "mm_init", 5 },
	{ "init_new_context", 5 },
	{ "dup_mmap", 5 },
	{ "copy_page_range", 6 },
	{ "copy_thread", 3 },
	{ "wake_up_new_task", 2 },
	{ "wait_for_vfork_done", 2 },
	{ "sys_execve", 0 },
	{ "do_execve_common", 1 },
	{ "commit_exec", 2 },
	{ "mm_release", 3 },
	{ "complete_vfork_done", 4 },
	{ "clear_tid", 4 },
	{ "mmput", 3 },
	{ "exit_mmap", 4 },
	{ "mmdrop", 3 },
	{ "destroy_context", 4 },
	{ "sys_exit", 0 },
	{ "sys_exit_group", 0 },
	{ "do_exit", 1 },
	{ "exit_mm", 2 },
	{ "enter_lazy_tlb", 3 },
	{ "exit_files", 2 },
	{ "exit_fs", 2 },
	{ "exit_notify", 2 },
	{ "sys_wait4", 0 },
	{ "release_task", 1 },
	{ "do_wp_page", 1 },
};

static char seen[26][24]; /* the mm addresses behind the letters */

static int depth_of(const char *function)
{
	for (size_t i = 0; i < ARRAY_SIZE(depths); i++)
		if (strcmp(depths[i].function, function) == 0)
			return depths[i].depth;
	return 1;
}

static const char *letter(const char *mm)
{
	static char text[2];

	if (strcmp(mm, "-") == 0)
		return "-";
	for (size_t i = 0; i < ARRAY_SIZE(seen); i++) {
		if (!seen[i][0])
			snprintf(seen[i], sizeof(seen[i]), "%s", mm);
		if (strcmp(seen[i], mm) == 0) {
			text[0] = (char)('A' + i);
			return text;
		}
	}
	return "?";
}

/* Takes the next word off the line; what stands before = is its key and is dropped. */
static char *next_word(char **line)
{
	char *word = *line, *eq;

	*line += strcspn(*line, " ");
	if (**line)
		*(*line)++ = '\0';
	eq = strchr(word, '=');
	return eq ? eq + 1 : word;
}

static void print_step(char *line)
{
	char *word[8]; /* seq cpu pid comm mm users count function */

	for (size_t i = 0; i < ARRAY_SIZE(word); i++)
		word[i] = next_word(&line);
	printf("%3s %5s %-10.10s %2s %5s %5s  %*s%s%s%s\n", word[1], word[2], word[3], letter(word[4]), word[5],
	       word[6], 2 * depth_of(word[7]), "", word[7], *line ? "  " : "", line);
}

static void print_trace(void)
{
	struct reader r;
	char *line;
	size_t len;

	reader_init(&r, open("/proc/trace", O_RDONLY | O_CLOEXEC));
	if (r.fd < 0)
		die("/proc/trace");
	printf("CPU   PID NAME       MM USERS COUNT  STEP\n");
	while ((line = reader_line(&r, &len)))
		print_step(line);
	if (errno)
		die("/proc/trace");
	for (size_t i = 0; i < ARRAY_SIZE(seen) && seen[i][0]; i++)
		printf("%s %c = %s", i ? "," : "mm:", (char)('A' + i), seen[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	int fd, status;
	pid_t pid;

	if (argc < 2) {
		warnx("usage: forktrace COMMAND [ARG...]");
		return 2;
	}
	fd = open("/proc/trace", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "1\n", 2) < 0)
		die("/proc/trace");
	pid = fork();
	if (pid == 0) {
		execvp(argv[1], argv + 1);
		warn("%s", argv[1]);
		_exit(errno == ENOENT ? 127 : 126);
	}
	if (pid < 0)
		warn("fork");
	status = pid < 0 || wait(&status) < 0 ? 1 : status;
	if (write(fd, "0\n", 2) < 0)
		warn("/proc/trace");
	print_trace();
	return status;
}
