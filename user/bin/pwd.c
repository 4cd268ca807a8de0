/* pwd: print the working directory. */

#include <user.h>

int main(void)
{
	char path[PATH_MAX];

	if (!getcwd(path, sizeof(path)))
		die("getcwd");
	puts(path);
	return 0;
}
