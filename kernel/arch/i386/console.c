/* Characters out: to the UART, which is where it always was. */
#include <arch/console.h>
#include <kernel/uart.h>

void console_putc(char c)
{
	uart_putc(c);
}
