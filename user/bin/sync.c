/* sync: write to the disk what waits in memory. */

#include <user.h>

int main(void)
{
	sync();
	return 0;
}
