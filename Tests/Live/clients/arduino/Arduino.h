// What the sketch in `Clients.md` uses of Arduino, for Linux.
#pragma once

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <unistd.h>

struct SerialPort {
    void begin(unsigned long) { setvbuf(stdout, nullptr, _IOLBF, 0); }
    void println(const char *text) { puts(text); }
    void printf(const char *format, ...) {
        va_list values;
        va_start(values, format);
        vprintf(format, values);
        va_end(values);
    }
};
inline SerialPort Serial;

inline void delay(unsigned long milliseconds) { usleep(1000 * milliseconds); }

void setup();
void loop();

int main() {
    setup();
    while (true) {
        loop();
        delay(2);
    }
}
