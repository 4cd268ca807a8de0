/*
 * Damaged executables get an error or a killed child, never more: each field of the headers is spoiled in
 * turn.
 */

#include "test.h"
#include <abi/elf.h>

static const char *bad = "/tmp/exec_bad_elf";
static char image[8192];
static size_t size;

static void make(size_t len)
{
	int fd = (int)CHECK_OK(open(bad, O_WRONLY | O_CREAT | O_TRUNC, 0755));

	CHECK_OK(write_all(fd, image, len));
	close(fd);
}

static void must_fail(size_t len, const char *what)
{
	char *argv[] = { "bad", NULL };
	int code;
	pid_t pid;

	make(len);
	pid = fork_or_fail();
	if (pid == 0) {
		execv(bad, argv);
		_exit(errno == ENOEXEC ? 0 : errno);
	}
	code = exit_code(wait_word(pid));
	if (code != 0)
		FAIL("%s: expected ENOEXEC, got %d (%s)", what, code, strerror(code));
}

static void may_fail(size_t len)
{
	char *argv[] = { "bad", NULL };
	pid_t pid;

	make(len);
	pid = fork_or_fail();
	if (pid == 0) {
		execv(bad, argv);
		_exit(0);
	}
	wait_word(pid); /* any end will do */
}

int main(void)
{
	Elf_Ehdr *eh = (Elf_Ehdr *)image, good;
	Elf_Phdr *ph, good_ph;
	int fd = (int)CHECK_OK(open("/bin/true", O_RDONLY));

	size = (size_t)CHECK_OK(read(fd, image, sizeof(image)));
	good = *eh;
	ph = (Elf_Phdr *)(image + eh->e_phoff);
	must_fail(0, "empty");
	must_fail(3, "3 bytes");
	must_fail(sizeof(good) - 1, "cut header");
	eh->e_ident[EI_MAG0] = 'x';
	must_fail(size, "magic");
	*eh = good;
	eh->e_machine = 0x1234;
	must_fail(size, "machine");
	*eh = good;
	eh->e_type = 1;
	must_fail(size, "type");
	*eh = good;
	eh->e_phnum = 0;
	must_fail(size, "no program headers");
	*eh = good;
	eh->e_phentsize = 1;
	must_fail(size, "program header size");
	*eh = good;
	for (size_t i = 0; i < sizeof(good); i++) {
		((char *)eh)[i] = (char)~((char *)&good)[i];
		may_fail(size);
		((char *)eh)[i] = (char)0x80;
		may_fail(size);
		*eh = good;
	}
	for (int p = 0; p < good.e_phnum; p++) {
		good_ph = ph[p];
		for (size_t i = 0; i < sizeof(good_ph); i++) {
			((char *)&ph[p])[i] = (char)0x7f;
			may_fail(size);
			((char *)&ph[p])[i] = (char)0xff;
			may_fail(size);
			ph[p] = good_ph;
		}
	}
	CHECK_OK(unlink(bad));
	return 0;
}
