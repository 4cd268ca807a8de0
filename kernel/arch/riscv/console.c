/* Characters out: to the UART once it is found, to the firmware before. */
#include <arch/console.h>
#include <kernel/uart.h>

#include "board.h"
#include "sbi.h"

void console_putc(char c)
{
	if (board.uart.base)
		uart_putc(c);
	else
		sbi_console_putchar(c);
}
