/*
 * 16550 UART. Output waits for room in the transmitter, so it works in any context, from the first
 * message to the last. Input comes by interrupt.
 */
#include <arch/irq.h>
#include <kernel/io.h>
#include <kernel/printk.h>
#include <kernel/tty.h>
#include <kernel/types.h>
#include <kernel/uart.h>

enum uart_register {
	UART_DATA = 0,
	UART_IER = 1,
	UART_FCR = 2,
	UART_LCR = 3,
	UART_MCR = 4,
	UART_LSR = 5,
};

#define IER_RECEIVE	 0x01
#define FCR_ENABLE	 0x01
#define LCR_8_BITS	 0x03
#define MCR_DTR_RTS_OUT2 0x0b /* OUT2 lets the interrupt through */
#define LSR_RECEIVED	 0x01
#define LSR_ROOM	 0x20

/* Registers in memory, 1 << shift bytes apart, width bytes at a time; or behind functions. */
static struct {
	u8 *base;
	unsigned int shift, width;
	u8 (*read)(unsigned int reg);
	void (*write)(unsigned int reg, u8 value);
} uart;

static u8 memory_read(unsigned int reg)
{
	u8 *addr = uart.base + (reg << uart.shift);

	return uart.width == 4 ? mmio_read32(addr) : mmio_read8(addr);
}

static void memory_write(unsigned int reg, u8 value)
{
	u8 *addr = uart.base + (reg << uart.shift);

	if (uart.width == 4)
		mmio_write32(addr, value);
	else
		mmio_write8(addr, value);
}

static u8 uart_read(enum uart_register reg)
{
	return uart.read(reg);
}

static void uart_write(enum uart_register reg, u8 value)
{
	uart.write(reg, value);
}

/* The firmware has used it: speed and format stay as they are. */
void uart_early_init_ports(u8 (*read)(unsigned int reg), void (*write)(unsigned int reg, u8 value))
{
	uart.read = read;
	uart.write = write;
	uart_write(UART_IER, 0);
	uart_write(UART_LCR, LCR_8_BITS);
	uart_write(UART_FCR, FCR_ENABLE);
}

void uart_early_init(void *base, unsigned int reg_shift, unsigned int width)
{
	uart.base = base;
	uart.shift = reg_shift;
	uart.width = width;
	uart_early_init_ports(memory_read, memory_write);
}

void uart_putc(char c)
{
	while (!(uart_read(UART_LSR) & LSR_ROOM))
		;
	uart_write(UART_DATA, (u8)c);
}

static void uart_interrupt(void *data)
{
	while (uart_read(UART_LSR) & LSR_RECEIVED)
		tty_receive((char)uart_read(UART_DATA));
}

void uart_init(unsigned int irq)
{
	if (request_irq(irq, uart_interrupt, NULL, "uart")) {
		pr_err("uart: no interrupt %u, no input\n", irq);
		return;
	}
	uart_write(UART_MCR, MCR_DTR_RTS_OUT2);
	uart_write(UART_IER, IER_RECEIVE);
}
