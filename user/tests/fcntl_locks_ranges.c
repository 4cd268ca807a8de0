/*
 * Locks of fcntl() belong to a process: shared ones go together, an exclusive one with none; ranges are split, joined
 * and converted; F_GETLK tells who is in the way; fork does not hand them down; any close of the file ends them, and
 * so does exit. F_SETLKW waits, and refuses a circle with EDEADLK.
 */

#include "test.h"

#define PATH "/tmp/fcntl_locks"

static int fd;

static int lock(int cmd, short type, long start, long len)
{
	struct flock fl = { .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len };

	return fcntl(fd, cmd, &fl);
}

/* What a child sees: the type of the first lock in the way of an exclusive one, and its range. */
static void child_sees(long start, long len, short type, long got_start, long got_len)
{
	pid_t parent = getpid(), child = fork_or_fail();

	if (!child) {
		struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = len };

		CHECK_OK(fcntl(fd, F_GETLK, &fl));
		CHECK_EQ(fl.l_type, type);
		if (type != F_UNLCK) {
			CHECK_EQ(fl.l_start, got_start);
			CHECK_EQ(fl.l_len, got_len);
			CHECK_EQ(fl.l_pid, parent);
			CHECK_ERR(lock(F_SETLK, F_WRLCK, start, len), EAGAIN);
		}
		_exit(0);
	}
	wait_ok(child);
}

static void ranges(void)
{
	CHECK_OK(lock(F_SETLK, F_WRLCK, 0, 100));
	child_sees(0, 0, F_WRLCK, 0, 100);
	child_sees(100, 0, F_UNLCK, 0, 0);
	CHECK_OK(lock(F_SETLK, F_UNLCK, 40, 20)); /* in two */
	child_sees(40, 20, F_UNLCK, 0, 0);
	child_sees(20, 100, F_WRLCK, 0, 40);
	child_sees(50, 100, F_WRLCK, 60, 40);
	CHECK_OK(lock(F_SETLK, F_WRLCK, 40, 20)); /* and one again */
	child_sees(0, 0, F_WRLCK, 0, 100);
	CHECK_OK(lock(F_SETLK, F_RDLCK, 10, 10)); /* of another sort */
	child_sees(15, 1, F_RDLCK, 10, 10);
	child_sees(20, 1, F_WRLCK, 20, 80);
	CHECK_OK(lock(F_SETLK, F_RDLCK, 100, 0)); /* to the end */
	child_sees(1l << 30, 1, F_RDLCK, 100, 0);
	CHECK_OK(lock(F_SETLK, F_WRLCK, 200, -50)); /* backwards */
	child_sees(150, 1, F_WRLCK, 150, 50);
	CHECK_OK(lock(F_SETLK, F_UNLCK, 0, 0));
	child_sees(0, 0, F_UNLCK, 0, 0);
}

static void sharing(void)
{
	pid_t child;

	CHECK_OK(lock(F_SETLK, F_RDLCK, 0, 10));
	child = fork_or_fail();
	if (!child) {
		CHECK_OK(lock(F_SETLK, F_RDLCK, 5, 10));
		CHECK_ERR(lock(F_SETLK, F_WRLCK, 5, 1), EAGAIN);
		CHECK_OK(lock(F_SETLK, F_WRLCK, 10, 1));
		_exit(0);
	}
	wait_ok(child); /* and its locks have gone */
	CHECK_OK(lock(F_SETLK, F_WRLCK, 0, 20));
	child_sees(0, 0, F_WRLCK, 0, 20);
	close((int)CHECK_OK(open(PATH, O_RDONLY)));
	child_sees(0, 0, F_UNLCK, 0, 0);
}

static void waiting(void)
{
	struct gate locked = gate_new();
	pid_t child;

	CHECK_OK(lock(F_SETLK, F_WRLCK, 0, 1));
	child = fork_or_fail();
	if (!child) {
		CHECK_OK(lock(F_SETLK, F_WRLCK, 1, 1));
		gate_open(&locked);
		CHECK_OK(lock(F_SETLKW, F_RDLCK, 0, 1));
		_exit(0);
	}
	gate_pass(&locked);
	msleep(20);
	CHECK_ERR(lock(F_SETLKW, F_WRLCK, 1, 1), EDEADLK);
	CHECK_EQ(waitpid(child, NULL, WNOHANG), 0);
	CHECK_OK(lock(F_SETLK, F_RDLCK, 0, 1)); /* less than it was: that is enough for the child */
	wait_ok(child);
	close(locked.fd[0]);
	close(locked.fd[1]);
}

static void errors(void)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = 7 };
	struct flock64 of_file = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_pid = 1 };
	int ro = (int)CHECK_OK(open(PATH, O_RDONLY)), wo = (int)CHECK_OK(open(PATH, O_WRONLY));

	CHECK_ERR(fcntl(fd, F_SETLK, &fl), EINVAL);
	CHECK_ERR(fcntl(fd, F_SETLK, 16), EFAULT);
	CHECK_ERR(lock(F_SETLK, 9, 0, 1), EINVAL);
	CHECK_ERR(lock(F_GETLK, F_UNLCK, 0, 1), EINVAL);
	CHECK_ERR(lock(F_SETLK, F_RDLCK, -1, 1), EINVAL);
	CHECK_ERR(lock(F_SETLK, F_RDLCK, 5, -6), EINVAL);
	fl = (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
	CHECK_ERR(fcntl(ro, F_SETLK, &fl), EBADF);
	fl.l_type = F_RDLCK;
	CHECK_ERR(fcntl(wo, F_SETLK, &fl), EBADF);
	CHECK_OK(fcntl(ro, F_SETLK, &fl));
	CHECK_ERR(fcntl(ro, F_OFD_SETLK, &of_file), EINVAL);
	close(ro);
	close(wo);
}

int main(void)
{
	fd = (int)CHECK_OK(open(PATH, O_RDWR | O_CREAT | O_TRUNC, 0644));
	ranges();
	sharing();
	waiting();
	errors();
	close(fd);
	CHECK_OK(unlink(PATH));
	return 0;
}
