// Command version-table prints what the Kubernetes programs of the version it is built with know: flags, feature
// gates, configuration kinds, built-in roles, admission plugins and the images that go with them, as JSON.
// scripts/version-table builds it, once for each version.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/component-base/version"
)

type table struct {
	Kubernetes       string            `json:"kubernetes"`
	Flags            map[string]flags  `json:"flags"`
	Gates            map[string]gate   `json:"gates"`
	Kinds            map[string]string `json:"kinds"`
	Types            map[string]fields `json:"types"`
	AdmissionPlugins map[string]bool   `json:"admissionPlugins"`
	ClusterRoles     []string          `json:"clusterRoles"`
	Images           images            `json:"images"`
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "--version":
		fmt.Println("Kubernetes", version.Get().GitVersion)
	case len(os.Args) == 3 && os.Args[1] == "--flags" && programs[os.Args[2]] != nil:
		ensure(json.NewEncoder(os.Stdout).Encode(programs[os.Args[2]]()))
	case len(os.Args) == 2:
		printTable(os.Args[1])
	default:
		fmt.Fprintln(os.Stderr, "usage: version-table PROXY_FLAGS.json (what version-table-proxy prints)")
		os.Exit(2)
	}
}

func printTable(proxyFile string) {
	kinds, types := collectKinds()
	out := table{
		Kubernetes:       version.Get().GitVersion,
		Flags:            collectFlags(proxyFile),
		Gates:            collectGates(),
		Kinds:            kinds,
		Types:            types,
		AdmissionPlugins: collectAdmissionPlugins(),
		ClusterRoles:     collectClusterRoles(),
		Images:           collectImages(),
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	ensure(encoder.Encode(out))
}

func ensure(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "version-table:", err)
		os.Exit(1)
	}
}
