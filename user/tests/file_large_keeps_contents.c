/* A file of 2 MiB, larger than any direct block list, is read back as written. */

#include "test.h"

#define NAME  "/tmp/file_large"
#define BYTES (2 << 20)

int main(void)
{
	static unsigned int buf[4096];
	int fd;

	unlink(NAME);
	fd = (int)CHECK_OK(open(NAME, O_CREAT | O_RDWR, 0644));
	for (unsigned int at = 0; at < BYTES; at += sizeof(buf)) {
		for (unsigned int i = 0; i < ARRAY_SIZE(buf); i++)
			buf[i] = at + i * 2654435761U;
		CHECK_EQ(write(fd, buf, sizeof(buf)), sizeof(buf));
	}
	close(fd);
	fd = (int)CHECK_OK(open(NAME, O_RDONLY));
	for (unsigned int at = 0; at < BYTES; at += sizeof(buf)) {
		CHECK_EQ(read(fd, buf, sizeof(buf)), sizeof(buf));
		for (unsigned int i = 0; i < ARRAY_SIZE(buf); i++)
			CHECK_EQ(buf[i], at + i * 2654435761U);
	}
	close(fd);
	CHECK_OK(unlink(NAME));
	return 0;
}
