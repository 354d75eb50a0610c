package main

import (
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/kubernetes/cmd/kubeadm/app/constants"
	"k8s.io/kubernetes/pkg/kubeapiserver/options"
	rbac "k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"
)

type gate struct {
	Stage   string `json:"stage"`
	Default bool   `json:"default"`
	Locked  bool   `json:"locked,omitempty"`
}

// collectGates returns the gates of all programs together: one set serves them all in this process.
func collectGates() map[string]gate {
	found := map[string]gate{}
	for name, spec := range utilfeature.DefaultMutableFeatureGate.GetAll() {
		stage := string(spec.PreRelease)
		if stage == "" {
			stage = "GA"
		}
		found[string(name)] = gate{Stage: stage, Default: spec.Default, Locked: spec.LockToDefault}
	}
	return found
}

// collectAdmissionPlugins returns every plugin and whether it is on by default.
func collectAdmissionPlugins() map[string]bool {
	off := options.DefaultOffAdmissionPlugins()
	found := map[string]bool{}
	for _, name := range options.AllOrderedPlugins {
		found[name] = !off.Has(name)
	}
	return found
}

func collectClusterRoles() []string {
	var names []string
	for _, roles := range [][]rbacv1.ClusterRole{rbac.ClusterRoles(), rbac.ControllerRoles()} {
		for _, role := range roles {
			names = append(names, role.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

type images struct {
	Pause       string `json:"pause"`
	CoreDNS     string `json:"coreDns"`
	Etcd        string `json:"etcd"`
	EtcdMinimum string `json:"etcdMinimum"`
}

// collectImages returns what kubeadm of this version brings; etcd's versions without the revision of its image.
func collectImages() images {
	plain := func(tag string) string { version, _, _ := strings.Cut(tag, "-"); return version }
	return images{
		Pause:       constants.PauseVersion,
		CoreDNS:     constants.CoreDNSVersion,
		Etcd:        plain(constants.DefaultEtcdVersion),
		EtcdMinimum: plain(constants.MinExternalEtcdVersion),
	}
}
