// Archives whose bytes depend on the files alone: not on the machine, the clock or the user.

package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// An entry is a file of an archive.
type entry struct {
	name       string // with slashes, below the archive's folder
	from       string // the file that it is read from
	executable bool
}

func (e entry) mode() fs.FileMode {
	if e.executable {
		return 0o755
	}
	return 0o644
}

// pack writes an archive of the entries below one folder, as a zip or as a compressed tar.
func pack(file, folder string, entries []entry, at time.Time, zipped bool) (err error) {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if zipped {
		return packZip(out, folder, entries, at)
	}
	return packTar(out, folder, entries, at)
}

func packTar(out io.Writer, folder string, entries []entry, at time.Time) error {
	compressed, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	w := tar.NewWriter(compressed)
	for _, e := range entries {
		info, err := os.Stat(e.from)
		if err != nil {
			return err
		}
		header := &tar.Header{
			Typeflag: tar.TypeReg, Name: path.Join(folder, e.name), Size: info.Size(), Mode: int64(e.mode()),
			ModTime: at, Uname: "root", Gname: "root", Format: tar.FormatUSTAR,
		}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		if err := copyFile(w, e.from); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), compressed.Close())
}

func packZip(out io.Writer, folder string, entries []entry, at time.Time) error {
	w := zip.NewWriter(out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: path.Join(folder, e.name), Method: zip.Deflate, Modified: at}
		header.SetMode(e.mode())
		file, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		if err := copyFile(file, e.from); err != nil {
			return err
		}
	}
	return w.Close()
}

func copyFile(w io.Writer, from string) error {
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(w, file)
	return err
}

// below lists the files of a folder and of those in it as entries, by name.
func below(folder, as string) ([]entry, error) {
	var out []entry
	err := filepath.WalkDir(folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, file)
		out = append(out, entry{name: path.Join(as, filepath.ToSlash(name)), from: file})
		return err
	})
	return out, err
}
