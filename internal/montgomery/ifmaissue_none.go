// A build without vpmadd52.

//go:build !amd64 || purego

package montgomery

// IssueMultiplyAdds is there for builds with assembly; nobody calls it in this one,
// which has no kernel "ifma".
func IssueMultiplyAdds(int64) (issued int64) { panic("montgomery: this build has no vpmadd52") }
