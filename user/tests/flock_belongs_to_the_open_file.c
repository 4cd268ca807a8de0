/*
 * A lock of flock() belongs to the open file: dup and fork share it, another open of the same file does not; it is
 * converted by asking again, and ends with LOCK_UN or the last descriptor. LOCK_NB does not wait. Locks of fcntl()
 * are another matter, those of open files (F_OFD_SETLK) follow the open file too.
 */

#include "test.h"

#define PATH "/tmp/flock_belongs"

int main(void)
{
	int a = (int)CHECK_OK(open(PATH, O_RDWR | O_CREAT | O_TRUNC, 0644)), b = (int)CHECK_OK(open(PATH, O_RDWR)), c;
	struct flock64 fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 5, .l_len = 5 };
	pid_t child;

	CHECK_OK(flock(a, LOCK_SH));
	CHECK_OK(flock(b, LOCK_SH | LOCK_NB));
	CHECK_ERR(flock(a, LOCK_EX | LOCK_NB), EAGAIN);
	CHECK_OK(flock(b, LOCK_UN));
	CHECK_OK(flock(a, LOCK_EX | LOCK_NB));
	CHECK_OK(flock(a, LOCK_EX | LOCK_NB));
	CHECK_ERR(flock(b, LOCK_SH | LOCK_NB), EAGAIN);

	c = (int)CHECK_OK(dup(a));
	close(a);
	CHECK_ERR(flock(b, LOCK_SH | LOCK_NB), EAGAIN);
	child = fork_or_fail();
	if (!child) {
		CHECK_OK(flock(c, LOCK_SH)); /* the parent's, too */
		_exit(0);
	}
	wait_ok(child);
	CHECK_OK(flock(b, LOCK_SH | LOCK_NB));
	CHECK_OK(flock(b, LOCK_UN));

	child = fork_or_fail(); /* one that waits, until the last descriptor goes */
	if (!child) {
		close(c);
		CHECK_OK(flock(b, LOCK_EX));
		_exit(0);
	}
	msleep(20);
	CHECK_EQ(waitpid(child, NULL, WNOHANG), 0);
	close(c);
	wait_ok(child);
	CHECK_OK(flock(b, LOCK_UN));

	a = (int)CHECK_OK(open(PATH, O_RDWR));
	CHECK_OK(fcntl(a, F_OFD_SETLK, &fl));
	CHECK_ERR(fcntl(b, F_OFD_SETLK, &fl), EAGAIN);
	CHECK_OK(flock(b, LOCK_EX | LOCK_NB));
	fl.l_pid = 0;
	CHECK_OK(fcntl(b, F_OFD_GETLK, &fl));
	CHECK_EQ(fl.l_type, F_WRLCK);
	CHECK_EQ(fl.l_pid, -1);
	close((int)CHECK_OK(open(PATH, O_RDWR))); /* of no concern to it */
	fl.l_pid = 0;
	CHECK_ERR(fcntl(b, F_OFD_SETLK, &fl), EAGAIN);
	close(a);
	CHECK_OK(fcntl(b, F_OFD_SETLK, &fl));
	CHECK_ERR(flock(b, 0), EINVAL);
	CHECK_ERR(flock(99, LOCK_SH), EBADF);
	close(b);
	CHECK_OK(unlink(PATH));
	return 0;
}
