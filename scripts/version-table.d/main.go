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
	Kubernetes       string                     `json:"kubernetes"`
	Flags            map[string]map[string]flag `json:"flags"`
	Gates            map[string]gate            `json:"gates"`
	Kinds            map[string]string          `json:"kinds"`
	Types            map[string]fields          `json:"types"`
	AdmissionPlugins map[string]bool            `json:"admissionPlugins"`
	ClusterRoles     []string                   `json:"clusterRoles"`
	Images           map[string]string          `json:"images"`
	Etcd             etcdRange                  `json:"etcd"`
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("Kubernetes", version.Get().GitVersion)
		return
	}
	kinds, types := collectKinds()
	out := table{
		Kubernetes:       version.Get().GitVersion,
		Flags:            collectFlags(),
		Gates:            collectGates(),
		Kinds:            kinds,
		Types:            types,
		AdmissionPlugins: collectAdmissionPlugins(),
		ClusterRoles:     collectClusterRoles(),
		Images:           collectImages(),
		Etcd:             collectEtcd(),
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(out); err != nil {
		fmt.Fprintln(os.Stderr, "version-table:", err)
		os.Exit(1)
	}
}
