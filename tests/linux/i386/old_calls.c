/* Calls in the form that they had once: each says what its successor says, or that it cannot. */
#include "../raw.h"
#include <asm/stat.h>
#include <asm/statfs.h>
#include <linux/resource.h>
#include <linux/utsname.h>

#define NAME	    "/tmp/linux_old_calls"
#define LINK	    "/tmp/linux_old_link"
#define O_CREAT	    0100
#define O_RDWR	    2
#define O_LARGEFILE 0100000
#define ESPIPE	    29
#define EOVERFLOW   75
#define SIGUSR1	    10
#define SIGUSR2	    12
#define SIG_IGN	    1

static long file;

static void stats(void)
{
	struct __old_kernel_stat oldest;
	struct stat st;
	struct stat64 st64;

	expect(sys2(__NR_stat64, NAME, &st64), 0);
	for (int i = 0; i < 2; i++) {
		expect(i ? sys2(__NR_fstat, file, &st) : sys2(__NR_stat, NAME, &st), 0);
		expect(st.st_ino, st64.st_ino);
		expect(st.st_dev, st64.st_dev);
		expect(st.st_mode, 0100640);
		expect(st.st_nlink, 1);
		expect(st.st_size, 5);
		expect(st.st_blksize, st64.st_blksize);
		expect(st.st_mtime, st64.st_mtime);
		expect(i ? sys2(__NR_oldfstat, file, &oldest) : sys2(__NR_oldstat, NAME, &oldest), 0);
		expect(oldest.st_ino, st64.st_ino);
		expect(oldest.st_mode, 0100640);
		expect(oldest.st_size, 5);
		expect(oldest.st_mtime, st64.st_mtime);
	}
	expect(sys2(__NR_lstat, LINK, &st), 0);
	expect(st.st_mode & 0170000, 0120000);
	expect(sys2(__NR_oldlstat, LINK, &oldest), 0);
	expect(oldest.st_mode & 0170000, 0120000);
	expect(sys2(__NR_stat, LINK, &st), 0);
	expect(st.st_size, 5);
	expect(sys2(__NR_stat, NAME, 16), -EFAULT);
	expect(sys2(__NR_oldstat, NAME, 16), -EFAULT);
	expect(sys2(__NR_stat, "/no/such/name", &st), -ENOENT);
	expect(sys2(__NR_fstat, 99, &st), -EBADF);

	/* 4 GiB, of a hole */
	expect(sys3(__NR_ftruncate64, file, 0, 1), 0);
	expect(sys2(__NR_stat, NAME, &st), -EOVERFLOW);
	expect(sys2(__NR_oldstat, NAME, &oldest), -EOVERFLOW);
	expect(sys2(__NR_stat64, NAME, &st64), 0);
	expect_true(st64.st_size == 1ll << 32);
	expect(sys2(__NR_ftruncate, file, 5), 0);
}

static void owners(void)
{
	struct stat64 st64;
	struct stat st;

	expect(sys3(__NR_chown32, NAME, 70000, 12), 0);
	expect(sys2(__NR_stat, NAME, &st), 0);
	expect(st.st_uid, 65534);
	expect(st.st_gid, 12);
	expect(sys3(__NR_chown, NAME, 3, 0xffff), 0); /* 16 bits of -1: no change */
	expect(sys2(__NR_stat64, NAME, &st64), 0);
	expect(st64.st_uid, 3);
	expect(st64.st_gid, 12);
	expect(sys3(__NR_lchown, LINK, 4, 5), 0);
	expect(sys2(__NR_lstat64, LINK, &st64), 0);
	expect(st64.st_uid, 4);
	expect(sys2(__NR_stat64, LINK, &st64), 0);
	expect(st64.st_uid, 3);
}

static void file_systems(void)
{
	struct statfs64 wide;
	struct statfs st;

	expect(sys2(__NR_statfs, "/", &st), 0);
	expect(sys3(__NR_statfs64, "/", sizeof wide, &wide), 0);
	expect(wide.f_type, st.f_type);
	expect(wide.f_bsize, st.f_bsize);
	expect_true(wide.f_blocks == (unsigned long)st.f_blocks && st.f_blocks > 0);
	expect(wide.f_namelen, st.f_namelen);
	expect(wide.f_frsize, st.f_frsize);
	expect(sys3(__NR_fstatfs64, file, sizeof wide, &wide), 0);
	expect_true(wide.f_type != st.f_type);
	expect(sys3(__NR_statfs64, "/", sizeof wide - 4, &wide), -EINVAL);
	expect(sys3(__NR_statfs64, "/", sizeof wide + 4, &wide), -EINVAL);
	expect(sys3(__NR_fstatfs64, file, 88, &wide), -EINVAL);
	expect(sys3(__NR_fstatfs64, 99, sizeof wide, &wide), -EBADF);
	expect(sys3(__NR_statfs64, "/", sizeof wide, 16), -EFAULT);
}

static int same(const char *a, const char *b, int n)
{
	for (int i = 0; i < n; i++)
		if (a[i] != b[i])
			return 0;
	return 1;
}

static void names_of_the_machine(void)
{
	struct oldold_utsname oldest;
	struct new_utsname now;
	struct old_utsname old;

	expect(sys1(__NR_uname, &now), 0);
	expect(sys1(__NR_olduname, &old), 0);
	expect(sys1(__NR_oldolduname, &oldest), 0);
	expect_true(same(old.machine, now.machine, 65) && same(old.release, now.release, 65));
	expect_true(same(oldest.release, now.release, 8) && !oldest.release[8]);
	expect_true(same(oldest.machine, "i686", 5));
	expect(sys1(__NR_olduname, 16), -EFAULT);
}

static void limits(void)
{
	struct rlimit limit = { 0, 0 };

	expect(sys2(__NR_ugetrlimit, RLIMIT_STACK, &limit), 0);
	expect(limit.rlim_max, -1);
	expect(sys2(__NR_getrlimit, RLIMIT_STACK, &limit), 0);
	expect(limit.rlim_max, 0x7fffffff);
	expect(limit.rlim_cur, 8 << 20);
	limit.rlim_cur = 4 << 20;
	expect(sys2(__NR_setrlimit, RLIMIT_STACK, &limit), 0);
	expect(sys2(__NR_ugetrlimit, RLIMIT_STACK, &limit), 0);
	expect(limit.rlim_cur, 4 << 20);
}

struct old_sigaction {
	long handler;
	unsigned long mask, flags, restorer;
};

static void signals(void)
{
	struct old_sigaction ignore = { SIG_IGN, 0x10, 0x10000000, 0 }, was = { -1, -1, -1, -1 };
	unsigned long set = 1 << (SIGUSR1 - 1), before = -1;

	expect(sys2(__NR_signal, SIGUSR2, SIG_IGN), 0);
	expect(sys2(__NR_signal, SIGUSR2, SIG_IGN), SIG_IGN);
	expect(sys2(__NR_signal, SIGKILL, SIG_IGN), -EINVAL);
	expect(sys2(__NR_kill, sys0(__NR_getpid), SIGUSR2), 0);
	expect(sys3(__NR_sigaction, SIGUSR1, &ignore, &was), 0);
	expect(was.handler, 0);
	expect(sys3(__NR_sigaction, SIGUSR1, 0, &was), 0);
	expect_true(was.handler == SIG_IGN && was.mask == 0x10 && was.flags == 0x10000000);
	expect(sys3(__NR_sigaction, 65, 0, &was), -EINVAL);
	expect(sys3(__NR_sigaction, SIGUSR1, 16, 0), -EFAULT);
	expect(sys3(__NR_sigprocmask, 0, &set, &before), 0);
	expect(before, 0);
	expect(sys0(__NR_sgetmask), set);
	expect(sys1(__NR_ssetmask, 0x100000), set);
	expect(sys3(__NR_sigprocmask, 1, &set, &before), 0);
	expect(before, 0x100000);
	expect(sys3(__NR_sigprocmask, 7, &set, &before), -EINVAL);
	expect(sys1(__NR_ssetmask, -1), 0x100000);
	expect(sys1(__NR_ssetmask, 0), ~(1 << (SIGKILL - 1) | 1 << 18)); /* nobody blocks SIGKILL and SIGSTOP */
}

static void copies(void)
{
	long at = 1;
	int ends[2];
	char text[4];

	expect(sys1(__NR_pipe, ends), 0);
	expect(sys4(__NR_sendfile, ends[1], file, &at, 3), 3);
	expect(at, 4);
	expect(sys3(__NR_read, ends[0], text, 4), 3);
	expect_true(same(text, "ell", 3));
	at = -1;
	expect(sys4(__NR_sendfile, ends[1], file, &at, 3), -EINVAL);
	expect(sys4(__NR_sendfile, ends[1], file, 16, 3), -EFAULT);

	expect(sys5(__NR_fadvise64, file, 0, 0, 4096, 3), 0);
	expect(sys5(__NR_fadvise64, file, 0, 0, 4096, 6), -EINVAL);
	expect(sys6(__NR_fadvise64_64, file, 0, 0, 0, 1, 4), 0);
	expect(sys6(__NR_fadvise64_64, file, 0, 0, 0, -1, 4), -EINVAL);
	expect(sys5(__NR_fadvise64, ends[0], 0, 0, 0, 0), -ESPIPE);
	expect(sys5(__NR_fadvise64, 99, 0, 0, 0, 0), -EBADF);
	expect(sys1(__NR_umount, "/no/such/name"), -ENOENT);
}

/* The same names, numbers and types as getdents64 gives. */
static void entries(void)
{
	struct dirent {
		unsigned long ino, off;
		unsigned short size;
		char name[];
	} * old;
	struct dirent64 {
		unsigned long long ino, off;
		unsigned short size;
		unsigned char type;
		char name[];
	} * now;
	static char olds[4096], nows[4096];
	long dir = sys3(__NR_open, "/", 0, 0), n = sys3(__NR_getdents64, dir, nows, sizeof nows), m, i = 0, k = 0, first;

	sys3(__NR_lseek, dir, 0, 0);
	m = sys3(__NR_getdents, dir, olds, sizeof olds);
	expect_true(n > 0 && m > 0);
	while (i < n && k < m) {
		now = (struct dirent64 *)(nows + i);
		old = (struct dirent *)(olds + k);
		expect(old->ino, now->ino);
		expect(old->off, now->off);
		expect_true(same(old->name, now->name, length(now->name) + 1));
		expect(olds[k + old->size - 1], now->type);
		i += now->size;
		k += old->size;
	}
	expect_true(i == n && k == m);
	expect(sys3(__NR_getdents, dir, olds, sizeof olds), 0);
	/* in pieces */
	sys3(__NR_lseek, dir, 0, 0);
	for (k = 0; (first = sys3(__NR_getdents, dir, olds, 40)) > 0; k += first)
		expect_true(first <= 40);
	expect(first, 0);
	expect(k, m);
	sys3(__NR_lseek, dir, 0, 0);
	expect(sys3(__NR_getdents, dir, olds, 10), -EINVAL);
	expect(sys3(__NR_getdents, dir, 16, 100), -EFAULT);
	expect(sys3(__NR_getdents, 99, olds, 100), -EBADF);
}

/* A 64-bit offset takes the two registers behind the arguments before it, whichever those are. */
static void offsets(void)
{
	long long result = 0;
	char c = 0;

	expect(sys5(__NR_pwrite64, file, "Z", 1, 0, 1), 1); /* at 4 GiB */
	expect(sys5(__NR_pread64, file, &c, 1, 0, 1), 1);
	expect(c, 'Z');
	expect(sys5(__NR__llseek, file, 1, 0, &result, 0), 0);
	expect_true(result == 1ll << 32);
	expect(sys3(__NR_read, file, &c, 1), 1);
	expect(sys3(__NR_lseek, file, 0, 1), -EOVERFLOW);
	expect(sys3(__NR_truncate64, NAME, 5, 0), 0);
	expect(sys5(__NR_pread64, file, &c, 1, 4, 0), 1);
	expect(c, 'o');
}

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	file = sys3(__NR_open, NAME, O_CREAT | O_RDWR | O_LARGEFILE, 0640);
	expect(sys3(__NR_write, file, "hello", 5), 5);
	expect(sys2(__NR_symlink, NAME, LINK), 0);
	stats();
	owners();
	file_systems();
	names_of_the_machine();
	limits();
	signals();
	copies();
	entries();
	offsets();
	expect(sys1(__NR_unlink, LINK), 0);
	expect(sys1(__NR_unlink, NAME), 0);
	return 0;
}
