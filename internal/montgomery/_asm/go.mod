module primebench/internal/montgomery/_asm

go 1.26.0
