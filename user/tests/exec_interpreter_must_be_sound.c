/* The interpreter that a program names: one that is not there, that has no proper name, or no place of its own. */

#include "test.h"
#include <abi/elf.h>

static const char *program = "/tmp/exec_interpreter";
static char image[65536];

/* /bin/true, with this much of interp as its interpreter's name. */
static void must_fail(const char *interp, size_t len, int want)
{
	char *argv[] = { "program", NULL };
	int fd = (int)CHECK_OK(open("/bin/true", O_RDONLY));
	size_t size = (size_t)CHECK_OK(read(fd, image, sizeof(image) - PAGE_SIZE));
	Elf_Ehdr *eh = (Elf_Ehdr *)image;
	Elf_Phdr *ph = (Elf_Phdr *)(image + size);

	close(fd);
	/* The headers move to the end, where there is room for one more. */
	memcpy(ph, image + eh->e_phoff, eh->e_phnum * sizeof(*ph));
	eh->e_phoff = size;
	memset(&ph[eh->e_phnum], 0, sizeof(*ph));
	ph[eh->e_phnum].p_type = PT_INTERP;
	ph[eh->e_phnum].p_offset = size + PAGE_SIZE - 256;
	ph[eh->e_phnum].p_filesz = len;
	eh->e_phnum++;
	memset(image + size + PAGE_SIZE - 256, 0, 256);
	memcpy(image + size + PAGE_SIZE - 256, interp, strlen(interp));

	fd = (int)CHECK_OK(open(program, O_WRONLY | O_CREAT | O_TRUNC, 0755));
	CHECK_OK(write_all(fd, image, size + PAGE_SIZE));
	close(fd);
	CHECK_ERR(execv(program, argv), want);
}

int main(void)
{
	must_fail("/no/such/interpreter", 21, ENOENT);
	must_fail("/bin/true", 9, ENOEXEC);
	must_fail("/bin/true", 0, ENOEXEC);
	must_fail("/bin/true", 100000, ENOEXEC);
	must_fail("/tmp", 5, EACCES);
	must_fail("/bin/true", 10, ENOEXEC);
	must_fail(program, strlen(program) + 1, ENOEXEC);
	CHECK_OK(unlink(program));
	return 0;
}
