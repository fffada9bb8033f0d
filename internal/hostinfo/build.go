// What this program is: its version, the revision of its source, the toolchain.

package hostinfo

import (
	"runtime"
	"runtime/debug"
)

// Build is what is known of how the program was made.
type Build struct {
	Version  string // such as "v1.2.0"; "devel" when unknown
	Revision string // of the source, with "+dirty" when it was changed; "unknown" when not known
	Go       string // the toolchain, such as "go1.26.8"
}

// Set at link time, for builds that Go puts no such stamp on:
//
//	go build -ldflags "-X primebench/internal/hostinfo.linkedVersion=v1.2.0
//	                   -X primebench/internal/hostinfo.linkedRevision=0123abc"
var linkedVersion, linkedRevision string

// ReadBuild describes the running program. Go's own stamp goes before what the
// linker was told, because nobody can forget to renew it.
func ReadBuild() Build {
	info, _ := debug.ReadBuildInfo()
	return describeBuild(info, linkedVersion, linkedRevision)
}

func describeBuild(info *debug.BuildInfo, version, revision string) Build {
	build := Build{Version: "devel", Revision: "unknown", Go: runtime.Version()}
	if version != "" {
		build.Version = version
	}
	if revision != "" {
		build.Revision = revision
	}
	if info == nil {
		return build
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		build.Version = v
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if r := settings["vcs.revision"]; r != "" {
		build.Revision = r
		if settings["vcs.modified"] == "true" {
			build.Revision += "+dirty"
		}
	}
	return build
}
