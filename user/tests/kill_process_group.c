/* kill(-group) reaches all of the group and nobody else. */

#include "test.h"

int main(void)
{
	pid_t leader, second, outside;

	leader = fork_or_fail();
	if (leader == 0) {
		msleep(100000);
		_exit(1);
	}
	CHECK_OK(setpgid(leader, leader));
	second = fork_or_fail();
	if (second == 0) {
		msleep(100000);
		_exit(1);
	}
	CHECK_OK(setpgid(second, leader));
	outside = fork_or_fail();
	if (outside == 0) {
		msleep(100);
		_exit(0);
	}
	CHECK_EQ(getpgid(second), leader);
	CHECK_OK(kill(-leader, SIGTERM));
	wait_code(leader, 128 + SIGTERM);
	wait_code(second, 128 + SIGTERM);
	wait_code(outside, 0);
	CHECK_ERR(kill(-leader, 0), ESRCH);
	return 0;
}
