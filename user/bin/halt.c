/* halt: sync and power the machine off. */

#include <abi/reboot.h>
#include <user.h>

int main(void)
{
	sync();
	reboot((int)LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_POWER_OFF, NULL);
	die("reboot");
}
