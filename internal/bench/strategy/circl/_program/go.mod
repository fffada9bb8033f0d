module primebench-circl

go 1.26.0

require github.com/cloudflare/circl v1.6.5
