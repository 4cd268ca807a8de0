/* wait4 and kill: status words, WNOHANG, orphans, a thousand children one after the other. */
#include "raw.h"

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	int fds[2], status = 0;
	volatile unsigned long bad = 16;
	char byte;
	long pid;

	expect(sys2(__NR_pipe2, fds, 0), 0);
	pid = fork();
	if (!pid) {
		sys3(__NR_read, fds[0], &byte, 1);
		leave(0x1ff);
	}
	expect(sys4(__NR_wait4, pid, &status, WNOHANG, 0), 0);
	expect(sys3(__NR_write, fds[1], "x", 1), 1);
	expect(wait_for(pid), 0xff00);

	pid = fork();
	if (!pid)
		for (;;)
			sys3(__NR_read, fds[0], &byte, 1);
	expect(sys2(__NR_kill, pid, 0), 0);
	expect(sys2(__NR_kill, pid, SIGKILL), 0);
	expect(wait_for(pid), SIGKILL);
	expect(sys2(__NR_kill, pid, SIGKILL), -3);

	pid = fork();
	if (!pid)
		*(volatile int *)bad = 1;
	expect(wait_for(pid) & 0x7f, SIGSEGV);

	for (int i = 0; i < 1000; i++) {
		pid = fork();
		if (!pid)
			leave(i & 0x7f);
		if (wait_for(pid) != (i & 0x7f) << 8) {
			expect(i, -1);
			break;
		}
	}
	expect(sys4(__NR_wait4, -1, &status, 0, 0), -ECHILD);
	expect(sys4(__NR_wait4, -1, &status, 0x40000000 >> 10, 0), -EINVAL);
	return 0;
}
